"""Names, slugs and ids: stable, and the same on every machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata

UID = re.compile(r"[a-zA-Z0-9_-]{1,40}")
"""What Grafana accepts as a uid (pkg/util/shortid_generator.go: its characters, at most 40)."""

UID_LENGTH = 40


def slug(title: str) -> str:
    """Return the title as Grafana spells it in URLs: lower-case, words joined by dashes.

    >>> slug("Meme Maker / Jobs")
    'meme-maker-jobs'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-") or f"x{digest(title)[:12]}"


def uid_from(*words: str) -> str:
    """Return a uid made of the words' slugs; a long one is cut and told apart by a hash of the whole."""
    full = slug("-".join(words))
    if len(full) <= UID_LENGTH:
        return full
    return f"{full[: UID_LENGTH - 9].rstrip('-')}-{digest(full)[:8]}"


def digest(text: str) -> str:
    """Return a hash of the text in hexadecimal digits; not for secrets."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def panel_id(title: str) -> int:
    """Return the panel id that belongs to a title: positive, 31 bits.

    Ids come from titles rather than from the order of panels, so that links and alerts that point at a
    panel survive an insertion before it.
    """
    number = int.from_bytes(hashlib.blake2b(title.encode(), digest_size=4).digest(), "big") & 0x7FFFFFFF
    return number or 1


def ref_id(index: int) -> str:
    """Return the refId of the query at ``index``: A to Z, then AA, AB and on.

    >>> ref_id(0), ref_id(25), ref_id(26), ref_id(52)
    ('A', 'Z', 'AA', 'BA')
    """
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name
