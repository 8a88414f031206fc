"""The Merkle tree of RFC 6962: hashes, the growing edge, proofs and their checking. Pure, and of the standard library alone."""

from services.integrity.merkle.frontier import Frontier
from services.integrity.merkle.hashing import EMPTY_ROOT, HASH_BYTES, hash_leaf, hash_node
from services.integrity.merkle.nodes import Node
from services.integrity.merkle.proving import NoSuchProofError, prove_consistency, prove_inclusion, root_of
from services.integrity.merkle.verifying import ProofRefusedError, check_consistency, check_inclusion

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "Frontier",
    "NoSuchProofError",
    "Node",
    "ProofRefusedError",
    "check_consistency",
    "check_inclusion",
    "hash_leaf",
    "hash_node",
    "prove_consistency",
    "prove_inclusion",
    "root_of",
]
