"""Safe reading and writing of Excel and CSV. Plain Python: no models, no Django."""

import os

# Hostile files were tried against Python's own parser; another one, which comes with the library of official documents,
# is not to take its place. openpyxl asks for this when it is first imported.
os.environ["OPENPYXL_LXML"] = "False"
