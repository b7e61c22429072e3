// sirv as its documentation shows it for production.
import { createServer } from 'node:http';
import sirv from 'sirv';

const [folder, port] = process.argv.slice(2);
const serve = sirv(folder, { etag: true });
createServer((request, response) => serve(request, response, () => response.writeHead(404).end())).listen(Number(port), '127.0.0.1');
