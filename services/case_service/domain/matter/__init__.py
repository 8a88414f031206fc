"""What a case and a heightened case share: investigation, plan, measures, the pupil's own word, closing."""
