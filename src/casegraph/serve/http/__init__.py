"""What stands between the routes and the network: headers, limits, logs, and the listening."""
