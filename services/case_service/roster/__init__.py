"""Reading the staff and pupils that a municipality's own register hands over as OneRoster 1.2 CSV."""
