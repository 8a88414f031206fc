"""RFC 6962 § 2.1 word for word, as slow as it reads: what the real tree is held against."""

from hashlib import sha256


def root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = half(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def proof(old: int, leaves: list[bytes]) -> list[bytes]:
    return subproof(old, leaves, is_old_root=True)


def subproof(old: int, leaves: list[bytes], *, is_old_root: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if is_old_root else [root(leaves)]
    k = half(len(leaves))
    if old <= k:
        return [*subproof(old, leaves[:k], is_old_root=is_old_root), root(leaves[k:])]
    return [*subproof(old - k, leaves[k:], is_old_root=False), root(leaves[:k])]


def half(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k
