"""The register: villages, residential groups, households, and their import from Excel."""
