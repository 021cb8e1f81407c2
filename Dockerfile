# Two stages: everything is built in the first; the second holds Python, the installed call centre
# and one ordinary user, and no compiler, no Node, no installer.
#
#   docker build -t callcenter .
#   docker run --rm -it --network host -v callcenter:/var/lib/callcenter callcenter up --demo
#
# SIP and RTP speak of addresses and port ranges, so the host's network is the simple way. The demo
# stays on loopback. In production put a proxy with a certificate in front of port 8080, give
# CALLCENTER_DATABASE_URL and CALLCENTER_NATS_URL, and read docs/operations.md.

ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /src

COPY requirements-build.lock requirements.lock ./
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
 && python -m venv --without-pip /opt/callcenter \
 && /opt/build/bin/uv pip install --python /opt/callcenter/bin/python --no-cache \
      --require-hashes -r requirements.lock

COPY . .
RUN /opt/build/bin/uv build --wheel --no-build-isolation --python /opt/build/bin/python -o /dist . \
 && /opt/build/bin/uv pip install --python /opt/callcenter/bin/python --no-cache --no-deps \
      /dist/callcenter-*.whl \
 && /opt/callcenter/bin/python -m compileall -q /opt/callcenter/lib

FROM python:${PYTHON}-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/callcenter --shell /usr/sbin/nologin callcenter \
 && install -d -o callcenter -g callcenter -m 0700 /var/lib/callcenter
COPY --from=build /opt/callcenter /opt/callcenter

ENV PATH=/opt/callcenter/bin:$PATH \
    CALLCENTER_DATA=/var/lib/callcenter \
    PYTHONUNBUFFERED=1
USER callcenter
WORKDIR /var/lib/callcenter
VOLUME /var/lib/callcenter
# SIP, pages, lines' audio, browsers' audio
EXPOSE 5060/udp 5060/tcp 8080/tcp 30000-45999/udp 46000-49999/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["python", "-c", \
  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["callcenter"]
CMD ["up", "--behind-proxy"]
