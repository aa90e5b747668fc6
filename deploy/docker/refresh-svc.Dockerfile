# The image of refresh-svc. Its child processes run the jobs of all services, so it holds all of them,
# the `smartretail` command and the sample ledger: compose's `refresh` fills an empty state with it,
# and `caller-secret` makes the secret that the services share.
#   docker build -f deploy/docker/refresh-svc.Dockerfile .

# The same lines as in service.Dockerfile: one cached layer.
FROM python:3.11-slim AS fleet
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore uv==0.13.9
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 \
    VIRTUAL_ENV=/opt/venv
WORKDIR /build
COPY requirements.lock deploy/docker/empty_packages.sh ./
COPY shared/pyproject.toml ./shared/
RUN uv venv --quiet /opt/venv && sh empty_packages.sh shared \
 && uv pip install --no-sources --constraints requirements.lock ./shared

FROM fleet AS builder
ENV MEMBERS="./gateway ./inventory-svc ./forecast-svc ./segmentation-svc ./strategy-svc ./genai-svc \
    ./campaign-svc ./refresh-svc"
COPY gateway/pyproject.toml ./gateway/
COPY inventory-svc/pyproject.toml ./inventory-svc/
COPY forecast-svc/pyproject.toml ./forecast-svc/
COPY segmentation-svc/pyproject.toml ./segmentation-svc/
COPY strategy-svc/pyproject.toml ./strategy-svc/
COPY genai-svc/pyproject.toml ./genai-svc/
COPY campaign-svc/pyproject.toml ./campaign-svc/
COPY refresh-svc/pyproject.toml ./refresh-svc/
COPY smartretail/pyproject.toml ./smartretail/
RUN sh empty_packages.sh $MEMBERS smartretail \
 && uv pip install --no-sources --constraints requirements.lock ./shared $MEMBERS \
    "./smartretail[sample]"
COPY shared ./shared
COPY gateway ./gateway
COPY inventory-svc ./inventory-svc
COPY forecast-svc ./forecast-svc
COPY segmentation-svc ./segmentation-svc
COPY strategy-svc ./strategy-svc
COPY genai-svc ./genai-svc
COPY campaign-svc ./campaign-svc
COPY refresh-svc ./refresh-svc
COPY smartretail ./smartretail
RUN uv pip install --no-sources --no-deps --reinstall ./shared $MEMBERS ./smartretail

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent smartretail
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 STATE_URL=/state \
    HOST=0.0.0.0 PORT=8007 WORKER_PATH=/worker
COPY deploy/docker/healthcheck.py /opt/healthcheck.py
COPY --from=builder /opt/venv /opt/venv
# A new named volume gets the owner of the folder it is mounted on.
RUN install -d -o 10001 -g 10001 /state /worker /run/secrets
WORKDIR /srv
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "/opt/healthcheck.py"]
CMD ["python", "-m", "refresh_svc"]
