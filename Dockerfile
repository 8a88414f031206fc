FROM python:3.13-slim
WORKDIR /varde
COPY requirements.lock pyproject.toml ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --no-index -e . \
    && useradd --system --home /data varde && mkdir /data && chown varde /data
USER varde
ENV VARDE_DATA=/data
