"""The built pages: files of `agent_desktop/static`, and the entry page for the client's routes."""

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

from callcenter.web.problems import Problem
from callcenter.web.web import STATIC

router = APIRouter(include_in_schema=False)

FOREVER = "public, max-age=31536000, immutable"
NO_PAGES = (
    "<!doctype html><meta charset=utf-8><title>callcenter</title>"
    "<p>The pages are not built: install the package, or build agent_desktop/ui."
)


@router.get("/{path:path}")
async def page(path: str) -> Response:
    """A file where there is one; else the entry page, whose script knows the address."""
    if path.startswith("api/"):
        raise Problem("not_found")
    found = _file(path)
    if found is not None:
        forever = path.startswith("assets/")
        headers = {"Cache-Control": FOREVER if forever else "no-cache"}
        return FileResponse(found, headers=headers)
    if "." in path.rsplit("/", 1)[-1]:
        raise Problem("not_found")
    index = STATIC / "index.html"
    if not index.is_file():
        return HTMLResponse(NO_PAGES)
    return FileResponse(index, headers={"Cache-Control": "no-cache"})


def _file(path: str) -> Path | None:
    """The file of that name, never one outside the folder."""
    if not path or "\0" in path:
        return None
    full = (STATIC / path).resolve()
    inside = full.is_relative_to(STATIC.resolve())
    return full if inside and full.is_file() else None
