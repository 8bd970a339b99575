import type { ServerResponse } from 'node:http';

export const answer = (response: ServerResponse, status: number, type: string, body: string | Buffer): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
};

export const answerJson = (response: ServerResponse, body: object): void =>
  answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(body));

export const refuse = (response: ServerResponse, status: number, text: string): void =>
  answer(response, status, 'text/plain; charset=utf-8', `${text}\n`);
