# The gateway: docker build -f gateway.Dockerfile -t <yours> .
FROM python:3.13-slim
RUN pip install --no-cache-dir "jupyter_kernel_gateway==3.*" "gateway_provisioners[k8s]==0.5.*" "ipykernel==7.*" \
    && jupyter-k8s-spec install --sys-prefix --kernel-name notebook-app --image-name "${KERNEL_IMAGE:-notebook-kernel}"
# Its launcher stays; kernelspec and pod are ours.
COPY notebook-app /usr/local/share/jupyter/kernels/notebook-app
COPY gateway_config.py /etc/notebook-gateway/gateway_config.py
USER 1000
ENV HOME=/tmp
CMD ["jupyter", "kernelgateway", "--config=/etc/notebook-gateway/gateway_config.py"]
