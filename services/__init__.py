"""The services: case_service decides and stores, compliance judges, reporting counts."""
