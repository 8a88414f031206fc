FROM node:24-slim AS frontend
WORKDIR /varde
COPY package.json package-lock.json .npmrc ./
COPY tools/frontend.sh tools/
RUN tools/frontend.sh

FROM python:3.13-slim
WORKDIR /varde
COPY requirements.lock pyproject.toml ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
COPY --from=frontend /varde/services/case_service/http/static/vendor services/case_service/http/static/vendor
RUN pip install --no-cache-dir --no-deps --no-build-isolation --no-index -e . \
    && useradd --system --home /data varde && mkdir /data /signing /witness && chown varde /data /signing /witness
USER varde
ENV VARDE_DATA=/data
