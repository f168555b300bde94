"""What scripts/make-samples is built from: a table model, writers, and the invented forms."""
