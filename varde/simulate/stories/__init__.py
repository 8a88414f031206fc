"""What happens at the schools, told in the events' own classes."""
