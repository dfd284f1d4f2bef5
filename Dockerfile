# One image for web, worker, beat and `prepare`; docker-compose.yml says how they run together.

FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY assets assets
RUN node assets/build.mjs

FROM python:3.13-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
WORKDIR /app
COPY requirements.txt ./
RUN /venv/bin/pip install --require-hashes --only-binary :all: --requirement requirements.txt

FROM libraries AS translations
COPY locale locale
RUN set -eu; for po in locale/*/LC_MESSAGES/django.po locale/of_django/*/LC_MESSAGES/django.po; do \
      /venv/bin/pybabel --quiet compile --input-file "$po" --output-file "${po%.po}.mo"; done

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp HOST=0.0.0.0 VAR_DIR=/var/lib/portal
# The uid is fixed: the files in secrets/ belong to it (scripts/make_secrets).
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal --mode 750 "$VAR_DIR"
WORKDIR /app
COPY --from=libraries /venv /venv
COPY . .
COPY --from=assets /app/static/dist static/dist
COPY --from=assets /app/typefaces typefaces
COPY --from=translations /app/locale locale
RUN python -m compileall -q .
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "gunicorn.conf.py", "--no-control-socket", "thongnhat_portal.wsgi"]
