"""Text as PostgreSQL can keep it: it has no U+0000, and no caller may stop us with one."""


def plain(text: str) -> str:
    """The text without U+0000."""
    return text.replace("\0", "\ufffd")


def json_text(encoded: bytes | str) -> str:
    r"""JSON as `jsonb` takes it: the escape ``\u0000`` is refused there."""
    body = encoded.decode() if isinstance(encoded, bytes) else encoded
    if "\\u0000" not in body:
        return body
    pieces = body.split("\\\\")  # escaped backslashes, so that what is left are true escapes
    return "\\\\".join(piece.replace("\\u0000", "\ufffd") for piece in pieces)
