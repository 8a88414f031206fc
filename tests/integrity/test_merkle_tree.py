"""The Merkle tree is that of RFC 6962: the same roots and proofs as written word for word, and the same refusals as others'."""

import json
import os
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from each import for_each
from integrity.log_in_memory import Tree

from services.integrity.merkle import (
    EMPTY_ROOT,
    Frontier,
    NoSuchProofError,
    ProofRefusedError,
    check_consistency,
    check_inclusion,
    hash_leaf,
)
from tests.integrity import naive_tree

SIZES = 130
LEAVES = [hash_leaf(b"%d" % number) for number in range(SIZES)]
VECTORS = Path(os.environ.get("VARDE_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "vectors" / "rfc6962"

# The usual eight entries of the tests of Certificate Transparency, and the roots that their first so many have.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIFTH_OF_EIGHT = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)


@cache
def whole() -> Tree:
    return Tree(LEAVES)


@cache
def naive_root(size: int) -> bytes:
    return naive_tree.root(LEAVES[:size])


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_roots_are_those_that_others_compute(size: int) -> None:
    tree = Tree(hash_leaf(bytes.fromhex(entry)) for entry in ENTRIES[:size])
    assert tree.root().hex() == ROOTS[size]


def test_a_path_and_a_consistency_proof_are_those_that_others_compute() -> None:
    tree = Tree(hash_leaf(bytes.fromhex(entry)) for entry in ENTRIES)
    assert tuple(each.hex() for each in tree.inclusion(5, 8)) == FIFTH_OF_EIGHT
    assert [each.hex()[:16] for each in tree.consistency(6, 8)] == ["0ebc5d3437fbe2db", "ca854ea128ed050b", "d37ee418976dd957"]


def test_every_root_and_proof_up_to_130_leaves_is_the_naive_one_and_is_accepted() -> None:
    tree, frontier = whole(), Frontier()
    for size in range(1, SIZES + 1):
        frontier.add(LEAVES[size - 1])
        root = naive_root(size)
        assert tree.root(size) == frontier.root() == root
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert proof == naive_tree.path(index, LEAVES[:size])
            check_inclusion(LEAVES[index], index, size, proof, root)
        for old in range(1, size + 1):
            consistency = tree.consistency(old, size)
            assert consistency == naive_tree.proof(old, LEAVES[:size])
            check_consistency(old, size, consistency, naive_root(old), root)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 100, 129])
def test_a_proof_that_was_changed_anywhere_is_refused(size: int) -> None:
    tree, root = whole(), naive_root(size)
    for index in {0, size // 2, size - 1}:
        proof = tree.inclusion(index, size)
        check_inclusion(LEAVES[index], index, size, proof, root)
        for wrong in changed(proof):
            with pytest.raises(ProofRefusedError):
                check_inclusion(LEAVES[index], index, size, wrong, root)
        with pytest.raises(ProofRefusedError):
            check_inclusion(LEAVES[-1], index, size, proof, root)
        with pytest.raises(ProofRefusedError):
            check_inclusion(LEAVES[index], index, size, proof, bytes(32))
    for old in {1, size // 2 or 1, size}:
        proof = tree.consistency(old, size)
        for wrong in changed(proof):
            with pytest.raises(ProofRefusedError):
                check_consistency(old, size, wrong, naive_root(old), root)
        with pytest.raises(ProofRefusedError):
            check_consistency(old, size, proof, bytes(32), root)
        with pytest.raises(ProofRefusedError):
            check_consistency(old, size, proof, naive_root(old), bytes(32))


def changed(proof: list[bytes]) -> list[list[bytes]]:
    bent = [[*proof[:at], bytes([each[0] ^ 1]) + each[1:], *proof[at + 1 :]] for at, each in enumerate(proof)]
    cut = [[*proof[:at], each[:-1], *proof[at + 1 :]] for at, each in enumerate(proof)]
    return [*bent, *cut, [*proof, bytes(32)], *([proof[:-1]] if proof else [])]


def test_an_empty_log_has_the_root_of_nothing_and_proves_nothing() -> None:
    assert Tree().root() == EMPTY_ROOT
    assert whole().consistency(0, 7) == []
    for size in (0, 7):
        with pytest.raises(ProofRefusedError):
            check_consistency(0, size, [], EMPTY_ROOT, naive_root(size))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (4, 3)])
def test_there_is_no_proof_of_a_leaf_outside_the_log(index: int, size: int) -> None:
    with pytest.raises(NoSuchProofError):
        whole().inclusion(index, size)
    with pytest.raises(ProofRefusedError):
        check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_a_smaller_log_does_not_continue_a_larger_one(old: int, new: int) -> None:
    with pytest.raises(NoSuchProofError):
        whole().consistency(old, new)
    with pytest.raises(ProofRefusedError):
        check_consistency(old, new, [], LEAVES[0], LEAVES[0])
    with pytest.raises(NoSuchProofError):
        whole().root(-1)


def vectors(kind: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((VECTORS / kind).rglob("*.json"))]


FOREIGN = [(kind, each) for kind in ("inclusion", "consistency") for each in vectors(kind)]


def test_the_vectors_of_others_are_all_there_or_none() -> None:
    assert len(FOREIGN) in {0, 196}


def the_verifier_agrees(kind: str, vector: dict[str, Any]) -> None:
    proof = [b64decode(one) for one in vector["proof"] or []]
    try:
        if kind == "inclusion":
            leaf, root = b64decode(vector["leafHash"]), b64decode(vector["root"])
            check_inclusion(leaf, vector["leafIdx"], vector["treeSize"], proof, root)
        else:
            roots = b64decode(vector["root1"]), b64decode(vector["root2"])
            check_consistency(vector["size1"], vector["size2"], proof, *roots)
    except ProofRefusedError:
        assert vector["wantErr"]
    else:
        assert not vector["wantErr"]


if FOREIGN:
    test_the_verifier_agrees_with_the_vectors_of_others = for_each(FOREIGN, lambda each: f"{each[0]}: {each[1]['desc']}")(
        the_verifier_agrees
    )
