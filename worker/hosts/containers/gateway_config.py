# Configuration of the gateway in a container: one kernel, and no other process.
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
c.KernelGatewayApp.max_kernels = 1
c.ZMQChannelsWebsocketConnection.limit_rate = False
c.AsyncIOLoopKernelRestarter.restart_limit = 0
c.MappingKernelManager.cull_idle_timeout = 900
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = True
