"""Other people's cases in: what was written for another model, as cases of this vocabulary."""
