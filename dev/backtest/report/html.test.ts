import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('html', () => {
  it('escapes every text, in content and in attributes', () => {
    const name = `<script>alert("1")</script> & 'co'`;
    expect(html`<b title="${name}">${name}</b>`.markup).toBe(
      '<b title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;</b>',
    );
  });

  it('takes markup, numbers, lists and nothing', () => {
    expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${undefined}${['<', 0]}</ul>`.markup).toBe(
      '<ul><li>1</li><li>2</li>&lt;0</ul>',
    );
  });

  it('lets no text end an element or an attribute', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.markup)));
  });
});
