import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';

/** A door before a server, for tests of what happens when it goes away and comes back at the same address. */
export interface TcpGate {
  readonly port: number;
  /** Cuts all connections and takes no new ones, as when the server has crashed. */
  shut(): Promise<void>;
  /** Takes connections again. */
  open(): Promise<void>;
  /** Keeps the connections but passes nothing on, as when the server hangs. */
  freeze(): void;
}

/** Opens a gate before the server at that host and port. Shut it at the end. */
export async function tcpGate(target: { readonly host: string; readonly port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const listen = async (at: number): Promise<{ server: Server; port: number }> => {
    const server = createServer((incoming) => {
      const outgoing = connect(target.port, target.host);
      track(incoming).pipe(track(outgoing)).pipe(incoming);
      incoming.on('close', () => outgoing.destroy());
      outgoing.on('close', () => incoming.destroy());
    });
    return { server, port: await listenOnLoopback(server, at) };
  };

  let { server, port } = await listen(0);
  return {
    port,
    async shut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open() {
      ({ server, port } = await listen(port));
    },
    freeze() {
      for (const socket of sockets) socket.unpipe();
    },
  };
}
