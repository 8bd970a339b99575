import { expect, it } from 'vitest';
import { queueOperation } from './queue-operation.ts';

const FULL = Buffer.from(
  '<QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage></QueueMessagesList>',
);
const EMPTY = Buffer.from('<QueueMessagesList />');

it.each([
  ['POST', '/account/alerts/messages?visibilitytimeout=0', EMPTY, { queue: 'alerts', kind: 'send' }],
  ['GET', '/account/alerts/messages?numofmessages=16', FULL, { queue: 'alerts', kind: 'receive' }],
  ['GET', '/account/alerts/messages?numofmessages=16', EMPTY, { queue: 'alerts', kind: 'empty' }],
  ['DELETE', '/account/alerts/messages/1?popreceipt=x', EMPTY, { queue: 'alerts', kind: 'delete' }],
  ['PUT', '/account/alerts/messages/1?popreceipt=x', EMPTY, { queue: 'alerts', kind: 'other' }],
  ['GET', '/account/alerts?comp=metadata', EMPTY, { queue: 'alerts', kind: 'count' }],
  ['GET', '/account/alerts-poison/messages?peekonly=true', EMPTY, { queue: 'alerts-poison', kind: 'peek' }],
] as const)('%s %s', (method, path, responseBody, expected) => {
  expect(queueOperation({ method, path, headers: {}, requestBytes: 0, status: 200, responseBody })).toEqual(expected);
});

it('is none on the account', () => {
  const about = {
    method: 'GET',
    path: '/account?comp=list',
    headers: {},
    requestBytes: 0,
    status: 200,
    responseBody: EMPTY,
  };
  expect(queueOperation(about)).toBeUndefined();
});
