# What kernels run in: docker build -f kernel.Dockerfile -t <yours> . Add your packages; an app chooses its image by the setting `image`.
FROM python:3.13-slim
RUN pip install --no-cache-dir "ipykernel==7.*" "gateway_provisioners==0.5.*" pandas matplotlib \
    && jupyter-image-bootstrap install --languages=python
RUN mkdir -m 777 /work
USER 1000
ENV HOME=/tmp
WORKDIR /work
CMD ["/usr/local/bin/bootstrap-kernel.sh"]
