# Boussole, ready to serve: docker build -t boussole . && docker run -p 8501:8501 boussole
# Under another name than localhost: docker run -e BOUSSOLE_HOSTS=boussole.example.be …
FROM python:3.12-slim

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 \
    BOUSSOLE_INDEX=/data/index BOUSSOLE_FEEDBACK=/data/avis.jsonl

WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY assistant assistant
RUN pip install --constraint constraints.txt --editable .
COPY .streamlit .streamlit
COPY static static
COPY corpus corpus
COPY streamlit_app.py asgi.py ./

RUN useradd --create-home boussole && mkdir -p /data corpus/official && chown -R boussole /data corpus/official
USER boussole
# Without the network the report is not fetched: answers then come from the committed digest.
RUN boussole fetch || true
RUN boussole index

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD python -c "import urllib.request as r; r.urlopen('http://localhost:8501/sante', timeout=4)"
CMD ["boussole", "serve", "--address", "0.0.0.0"]
