from __future__ import annotations

from web_server import WebServer


def test_the_process_says_that_it_is_alive_without_a_login(server: WebServer):
    answer = server.client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_is_ready_only_when_all_it_depends_on_answers(server: WebServer):
    assert server.client().get("/readyz").status_code == 200
    server.readiness["warehouse"] = False
    answer = server.client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"store": True, "warehouse": False})
