FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1 \
    CAMPAIGN_DATA_DIR=/data

WORKDIR /app

# The locked packages come first, as in the Makefile: this layer is built again only when the lock changes.
COPY requirements.lock ./
RUN python -m pip install --constraint requirements.lock setuptools \
    && python -m pip install --no-build-isolation --no-deps --requirement requirements.lock

COPY . .
# With the PostgreSQL driver, so that the library can move out of the volume by setting a URL.
RUN python -m pip install --no-build-isolation --constraint requirements-test.lock --editable '.[postgres]' \
    && useradd --system --uid 10001 --create-home campaign \
    && install --directory --owner=campaign /data

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from http.client import HTTPConnection; c = HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

# An empty library takes in the bundled notices/ by itself.
CMD ["campaign", "serve", "--host", "0.0.0.0"]
