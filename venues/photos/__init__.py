"""Photos of venues and of inspections: small JPEGs without metadata, kept in the database.

For the check-in page: `{% url 'door_photo' code %}` is the thumbnail of at most 4 kB behind a live poster's code, 404
where there is none; `venues.photos.actions.door_photo(code)` is the bytes themselves.
"""
