/** A fetch whose responses are cut in their body after a while, as long as cuts are left. */
export const fetchWithCuts = (cuts, extra = {}) => async (url, options) => {
  const headers = { ...Object.fromEntries(new Headers(options.headers)), ...extra };
  const response = await fetch(url, { ...options, headers });
  if (!response.ok || !response.body || cuts <= 0) return response;
  cuts -= 1;
  const reader = response.body.getReader();
  const end = Date.now() + 40 + Math.random() * 200;
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      if (Date.now() < end) return controller.enqueue(value);
      await reader.cancel();
      controller.error(new TypeError("terminated"));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
};
