// resumable-stream as its README says, over node:http, fed by the openai package from the bench's upstream.
import { createServer } from "node:http";
import OpenAI from "openai";
import { createResumableStreamContext } from "resumable-stream";

const model = new OpenAI({ maxRetries: 5 });
const context = createResumableStreamContext({ waitUntil: (promise) => void promise });

function answer(message) {
  return new ReadableStream({
    async start(controller) {
      const stream = await model.chat.completions.create({
        model: "pace",
        messages: [{ role: "user", content: message }],
        stream: true,
      });
      for await (const chunk of stream) {
        const content = chunk.choices[0]?.delta?.content;
        if (content) controller.enqueue(`data: ${JSON.stringify({ content })}\n\n`);
      }
      controller.enqueue("data: [DONE]\n\n");
      controller.close();
    },
  });
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  const resumeAt = url.searchParams.get("resumeAt");
  const stream = await context.resumableStream(
    url.pathname,
    () => answer(url.searchParams.get("message")),
    resumeAt ? Number.parseInt(resumeAt, 10) : undefined,
  );
  if (!stream) {
    response.writeHead(422).end();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  try {
    for await (const chunk of stream) {
      if (response.destroyed) return;
      response.write(chunk);
    }
    response.end();
  } catch {
    response.destroy();
  }
});

server.listen(Number(process.env.PORT), "127.0.0.1");
