"""Checking the proofs of RFC 6962 § 2.1 with nothing but hashes (after RFC 9162 § 2.1.3.2 and § 2.1.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.integrity.merkle.hashing import HASH_BYTES, hash_node


class ProofRefusedError(ValueError):
    """A proof does not prove what it claims to. The message says why."""


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Refuse unless leaf hash ``leaf`` is the ``index``-th (from 0) of the ``size`` leaves under ``root``.

    Raises ProofRefusedError.
    """
    if not 0 <= index < size:
        raise ProofRefusedError(f"there is no leaf {index} among {size} leaves")
    inner, border = _lengths(index, size)
    _check_hashes(proof, inner + border)
    if len(leaf) != HASH_BYTES:
        raise ProofRefusedError(f"the leaf's hash is not {HASH_BYTES} bytes")
    climbed = _climb(leaf, index, proof[:inner])
    if _along_the_border(climbed, proof[inner:]) != root:
        raise ProofRefusedError("the proof leads to another root")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Refuse unless the log of ``new`` leaves under ``new_root`` begins with the ``old`` leaves under ``old_root``.

    Every log continues an empty one; that proves nothing and is refused. Raises ProofRefusedError.
    """
    if not 0 <= old <= new:
        raise ProofRefusedError(f"a log of {new} leaves does not continue one of {old}")
    if old == 0:
        raise ProofRefusedError("every log continues an empty one, which proves nothing")
    if old == new:
        _check_hashes(proof, 0)
        if old_root != new_root:
            raise ProofRefusedError("logs of the same size have different roots")
        return
    inner, border = _lengths(old - 1, new)
    shift = (old & -old).bit_length() - 1
    inner -= shift
    seeded = old == 1 << shift
    _check_hashes(proof, inner + border + (not seeded))
    seed, rest = (old_root, proof) if seeded else (proof[0], proof[1:])
    way = (old - 1) >> shift
    lefts = [hash_ for level, hash_ in enumerate(rest[:inner]) if way >> level & 1]
    if _along_the_border(seed, [*lefts, *rest[inner:]]) != old_root:
        raise ProofRefusedError("the proof does not lead to the old root")
    if _along_the_border(_climb(seed, way, rest[:inner]), rest[inner:]) != new_root:
        raise ProofRefusedError("the proof does not lead to the new root")


def _lengths(index: int, size: int) -> tuple[int, int]:
    """How many hashes lie beside the way up to where it meets the right border, and how many along the border."""
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _check_hashes(proof: Sequence[bytes], length: int) -> None:
    if len(proof) != length:
        raise ProofRefusedError(f"the proof has {len(proof)} hashes where {length} are due")
    if any(len(hash_) != HASH_BYTES for hash_ in proof):
        raise ProofRefusedError(f"a hash of the proof is not {HASH_BYTES} bytes")


def _climb(start: bytes, way: int, beside: Iterable[bytes]) -> bytes:
    found = start
    for level, hash_ in enumerate(beside):
        found = hash_node(hash_, found) if way >> level & 1 else hash_node(found, hash_)
    return found


def _along_the_border(start: bytes, lefts: Iterable[bytes]) -> bytes:
    found = start
    for left in lefts:
        found = hash_node(left, found)
    return found
