FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1 \
    CAMPAIGN_DATA_DIR=/data

WORKDIR /app

# Readers that are large and not everybody needs: Debian packages (libreoffice-writer-nogui: .doc .wps .rtf .odt) and
# extras of pyproject.toml (postgres,ocr: scans and photographs).
ARG PACKAGES=""
ARG EXTRAS="postgres"
RUN if [ -n "$PACKAGES" ]; then \
        apt-get update && apt-get install --yes --no-install-recommends $PACKAGES && rm -rf /var/lib/apt/lists/*; \
    fi

# The locked packages come first, as in the Makefile: this layer is built again only when the lock changes.
COPY requirements.lock ./
RUN python -m pip install --constraint requirements.lock setuptools \
    && python -m pip install --no-build-isolation --no-deps --requirement requirements.lock

COPY . .
# By default with the PostgreSQL driver, so that the library can move out of the volume by setting a URL.
RUN python -m pip install --no-build-isolation --constraint requirements-test.lock --editable ".[$EXTRAS]" \
    && useradd --system --uid 10001 --create-home campaign \
    && install --directory --owner=campaign /data

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from http.client import HTTPConnection; c = HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

# An empty library takes in the bundled notices/ by itself.
CMD ["campaign", "serve", "--host", "0.0.0.0"]
