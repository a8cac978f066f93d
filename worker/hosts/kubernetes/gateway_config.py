# Configuration of the gateway on a cluster: that of one machine, without what only one machine has.
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection as Connection

_connect = Connection.connect


def _connect_without_delay(self):
    # Nagle's algorithm with delayed acknowledgements adds 40 ms to each answer; jupyter_server does not switch it off.
    self.websocket_handler.set_nodelay(True)
    return _connect(self)


Connection.connect = _connect_without_delay

c = get_config()  # noqa: F821
c.KernelGatewayApp.ip = "0.0.0.0"
c.KernelGatewayApp.port = 8888
c.KernelGatewayApp.max_kernels = 200
# All that a launcher gets of this process's environment, and so all that can reach a kernel: never the token.
c.KernelGatewayApp.env_process_whitelist = ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "GP_NAMESPACE", "GP_SHARED_NAMESPACE", "KERNEL_IMAGE"]
c.ZMQChannelsWebsocketConnection.limit_rate = False
c.AsyncIOLoopKernelRestarter.restart_limit = 0
c.MappingKernelManager.cull_idle_timeout = 900
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = True
