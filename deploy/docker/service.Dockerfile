# The image of one service: its own code, fleet, and their dependencies, nothing else.
#   docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=inventory-svc .

# What every service shares; built once, a cached layer for the other six and refresh-svc.
FROM python:3.11-slim AS fleet
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore uv==0.13.9
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 \
    VIRTUAL_ENV=/opt/venv
WORKDIR /build
COPY requirements.lock deploy/docker/empty_packages.sh ./
COPY shared/pyproject.toml ./shared/
RUN uv venv --quiet /opt/venv && sh empty_packages.sh shared \
 && uv pip install --no-sources --constraints requirements.lock ./shared

# The dashboard, built from its sources; only the gateway's image includes it.
FROM node:24-slim AS pages
WORKDIR /build/dashboard
COPY dashboard/package.json dashboard/package-lock.json dashboard/.npmrc ./
RUN npm ci --silent
COPY dashboard ./
COPY shared/contract/sentences /build/shared/contract/sentences
RUN npm run --silent build -- --logLevel error

FROM fleet AS builder
ARG SERVICE
COPY ${SERVICE}/pyproject.toml ./${SERVICE}/
RUN sh empty_packages.sh "${SERVICE}" \
 && uv pip install --no-sources --constraints requirements.lock ./shared "./${SERVICE}"
COPY shared ./shared
COPY ${SERVICE} ./${SERVICE}
COPY --from=pages /build/gateway/gateway/pages/built /build/pages
RUN if [ "${SERVICE}" = gateway ]; then mv pages gateway/gateway/pages/built; fi
RUN uv pip install --no-sources --no-deps --reinstall ./shared "./${SERVICE}"
# An exec-form CMD expands no variables, so the package's name is written to a file.
RUN printf '#!/bin/sh\nexec python -m %s\n' "$(echo "${SERVICE}" | tr - _)" >/opt/venv/bin/serve \
 && chmod 755 /opt/venv/bin/serve

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent smartretail
# Bytecode is compiled above: the root file system can be read-only.
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 PORT=8000
COPY deploy/docker/healthcheck.py /opt/healthcheck.py
COPY --from=builder /opt/venv /opt/venv
WORKDIR /srv
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "/opt/healthcheck.py"]
CMD ["serve"]
