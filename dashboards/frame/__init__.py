"""What every page of the dashboards stands in: menu, controls, loading, messages, and where the numbers come from."""
