"""What is sent compressed to whom: pages and answers that are made from a request."""

import httpx
import pytest

BROWSER = {"accept": "text/html"}
PATHS = {
    "/query/drugs?page=1": BROWSER,
    "/search?q=neck": BROWSER,
    "/compare": BROWSER,
    "/store": BROWSER,
    "/sparql": BROWSER,
    "/api": BROWSER,
    "/api/queries": {},
    "/api/queries/drugs": {},
    "/api/queries/drugs/answer": {},
    "/api/search?q=neck": {},
    "/sparql?query=SELECT * { ?s ?p ?o } LIMIT 50": {},
}


@pytest.mark.parametrize("path", PATHS)
def test_a_client_that_takes_it_compressed_gets_it_so(api: httpx.Client, path: str) -> None:
    plain = api.get(path, headers={**PATHS[path], "accept-encoding": "identity"})
    compressed = api.get(path, headers={**PATHS[path], "accept-encoding": "gzip"})
    assert plain.status_code == compressed.status_code == 200
    assert "content-encoding" not in plain.headers
    assert compressed.headers["content-encoding"] == "gzip"
    assert compressed.num_bytes_downloaded < plain.num_bytes_downloaded
    assert compressed.content == plain.content
    assert compressed.headers["etag"] != plain.headers["etag"]
    for answer in (plain, compressed):
        assert "Accept-Encoding" in answer.headers["vary"]
    again = {"accept-encoding": "gzip", "if-none-match": compressed.headers["etag"]}
    assert api.get(path, headers={**PATHS[path], **again}).status_code == 304


def test_a_graph_is_sent_as_it_is_since_its_tag_allows_to_change_it(api: httpx.Client) -> None:
    graph = "https://w3id.org/casegraph/term"
    answer = api.get("/data", params={"graph": graph}, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
