"""Signing in, what each role may see, and requests that are not our page's."""

import pytest

from callcenter.web.sign_in import Attempts
from tests.web.centre import Centre
from tests.web.page import PASSWORD

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def test_signing_in_says_who_one_is_and_sets_a_strict_cookie(running: Centre) -> None:
    async with running.page() as page:
        assert (await page.client.get("/api/v1/session")).json() is None
        assert (await page.client.get("/api/v1/calls")).status_code == 401
        response = await page.sign_in("2001")
        told = response.json()
        assert (told["role"], told["scope"], told["team"]) == ("supervisor", "team", "first")
        assert told["name"] == {"zh": "秦怀舟", "en": "Qin Huaizhou"}
        cookie = response.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert (await page.client.get("/api/v1/session")).json()["agent"] == "2001"
        assert (await page.client.delete("/api/v1/session")).status_code == 204
        assert (await page.client.get("/api/v1/session")).json() is None


@pytest.mark.parametrize(
    ("agent", "password"), [("1001", "wrong"), ("nobody", PASSWORD), ("1001\x00", PASSWORD)]
)
async def test_a_wrong_password_and_an_unknown_number_look_the_same(
    running: Centre, agent: str, password: str
) -> None:
    async with running.page() as page:
        response = await page.sign_in(agent, password)
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == "wrong_credentials"


async def test_guessing_is_slowed_down(running: Centre) -> None:
    async with running.page() as page:
        codes = [(await page.sign_in("1001", f"guess {n}")).json()["code"] for n in range(6)]
        assert codes == ["wrong_credentials"] * 5 + ["slow_down"]
        response = await page.sign_in("1001")
        assert response.status_code == 429
        assert int(response.headers["retry-after"]) >= 1


def test_pauses_double_up_to_a_minute() -> None:
    at = 0.0
    attempts = Attempts(lambda: at)
    pauses = []
    for _ in range(14):
        attempts.failed("who")
        pauses.append(attempts.pause("who"))
    assert pauses == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    at = 61.0
    assert attempts.pause("who") == 0
    attempts.succeeded("who")
    attempts.failed("who")
    assert attempts.pause("who") == 0


async def test_a_forged_request_is_refused(running: Centre) -> None:
    async with running.page("1001") as page:
        wanted = {"socket": "desk"}
        without = {"X-CSRF-Token": ""}
        response = await page.client.post("/api/v1/socket-tickets", json=wanted, headers=without)
        assert (response.status_code, response.json()["code"]) == (403, "csrf")
        elsewhere = {"Origin": "http://evil.test"}
        response = await page.client.post("/api/v1/socket-tickets", json=wanted, headers=elsewhere)
        assert (response.status_code, response.json()["code"]) == (403, "wrong_origin")


async def test_the_live_session_outlives_the_database(running: Centre) -> None:
    async with running.page("1001") as page:
        running.web.ports.accounts._database.dsn = "postgresql://127.0.0.1:1/none"  # type: ignore[attr-defined]
        await running.database.close()
        assert (await page.client.get("/api/v1/session")).status_code == 200
        desk = await page.desk()
        await desk.until("snapshot")
        while desk.screen["stored"]:
            await desk.next()


async def test_a_wrong_shape_names_the_field(running: Centre) -> None:
    async with running.page("1001") as page:
        response = await page.client.post("/api/v1/socket-tickets", json={"socket": "radio"})
        told = response.json()
        assert (response.status_code, told["code"]) == (422, "invalid")
        assert told["errors"][0]["place"] == "body.socket"


async def test_what_is_open_to_all(running: Centre) -> None:
    async with running.page() as page:
        assert (await page.client.get("/healthz")).json() == {"status": "ok"}
        ready = (await page.client.get("/readyz")).json()
        assert ready["database"]
        assert ready["bus"]
        about = (await page.client.get("/api/v1/about")).json()
        assert about["name"]["zh"] == "青橹旅行"
        metrics = (await page.client.get("/metrics")).text
        assert "callcenter_web_position" in metrics
        schema = (await page.client.get("/api/v1/openapi.json")).json()
        assert schema["openapi"].startswith("3.1")
        unknown = await page.client.get("/api/v1/nothing")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


async def test_pages_come_with_a_strict_policy(running: Centre) -> None:
    async with running.page() as page:
        for path in ("/", "/calls/01J", "/board"):
            response = await page.client.get(path)
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/html")
            assert "script-src 'self'" in response.headers["content-security-policy"]
        for path in ("/missing.js", "/../pyproject.toml", "/%2e%2e/pyproject.toml"):
            assert (await page.client.get(path)).status_code == 404
