# Wenda with its models inside. EXTRAS are further arguments of pip: --build-arg EXTRAS="-r requirements-scale.txt".
FROM python:3.11-slim-bookworm

ARG EXTRAS=""
# The CPU build of PyTorch; PyPI's own includes gigabytes of CUDA.
ARG PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu

WORKDIR /wenda
COPY requirements.txt requirements-scale.txt ./
RUN pip install --no-cache-dir -r requirements.txt ${EXTRAS}

RUN useradd --create-home --uid 10001 wenda && install --directory --owner wenda /data /models
COPY app.py ./
COPY rag rag
COPY ingest ingest
COPY web web

USER wenda
ENV PYTHONUNBUFFERED=1 \
    WENDA_CACHE_DIR=/models \
    WENDA_DATA_DIR=/data \
    WENDA_HOST=0.0.0.0 \
    WENDA_PORT=7860

# Builds the models into the image, and tries them on the sample paper.
RUN export WENDA_DATA_DIR=/tmp/sample \
    && python -m ingest add ingest/sample --paper 栖川日报 \
    && python -m rag ask 白鹭大桥全长多少米？ \
    && rm -r /tmp/sample

VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/readyz', timeout=8)"]
CMD ["python", "app.py"]
