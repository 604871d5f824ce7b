"""For a clinic alone: sign-ins, the audit trail, and row-level security on PostgreSQL."""
