"""The opening of identities: asked for by the health station, signed by the chair."""
