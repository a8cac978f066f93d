# Configuration of the kernel gateway that the server starts. Its token is in the environment variable KG_AUTH_TOKEN.
import ctypes
import signal

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection as Connection

# A gateway without its server serves nobody: it ends with it, however that ends (Linux; elsewhere the server ends it).
if hasattr(ctypes.CDLL(None), "prctl"):
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)

_connect = Connection.connect


def _connect_without_delay(self):
    # Nagle's algorithm with delayed acknowledgements adds 40 ms to each answer; jupyter_server does not switch it off.
    self.websocket_handler.set_nodelay(True)
    return _connect(self)


Connection.connect = _connect_without_delay

c = get_config()  # noqa: F821
c.KernelGatewayApp.port_retries = 0
# Sessions count kernels. The gateway's own count fails (500) while another kernel is between its start and its first state.
# No unencrypted ports on this machine.
c.KernelManager.transport = "ipc"
# Output is limited in the kernel; the gateway's own limit drops it without a word.
c.ZMQChannelsWebsocketConnection.limit_rate = False
# A killed kernel is noticed soon.
c.AsyncIOLoopKernelRestarter.time_to_dead = 0.5
# Its state is gone: a new one is started when somebody runs again, not before.
c.AsyncIOLoopKernelRestarter.restart_limit = 0
# Sessions end their kernels; this is for those that were lost.
c.MappingKernelManager.cull_idle_timeout = 900
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = True
