// Loaded into each Playground: it would listen on all interfaces, the demo is for this machine only.
const { Server } = require('node:net');

const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(...args) {
  if (typeof args[0] === 'object' && args[0] !== null && 'port' in args[0]) args[0] = { ...args[0], host: '127.0.0.1' };
  else if (typeof args[0] === 'number' || /^\d+$/.test(String(args[0]))) {
    const rest = args.slice(1).filter((arg) => typeof arg === 'function');
    return listen.call(this, Number(args[0]), '127.0.0.1', ...rest);
  }
  return listen.apply(this, args);
};
