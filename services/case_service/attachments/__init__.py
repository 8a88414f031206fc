"""Files beside the events: known by their content, sealed at rest, and handed out only to those who may read the case."""
