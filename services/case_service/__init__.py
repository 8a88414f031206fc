"""The case service: commands come in, decisions are made, facts are stored."""
