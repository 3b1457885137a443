// A component of somebody's own, in strict TypeScript.
import {useChatStream} from "chatstream/react";

export function Chat({url}: {url: string}) {
  const {messages, status, send, stop, retry} = useChatStream({url, headers: {}});
  const again = async () => (await retry()).assistant_message_id;
  // @ts-expect-error: a message is a text
  const wrong = () => send(1);
  return (
    <main aria-busy={status !== "live"}>
      {messages.map(({id, content, tool_calls}) => <p key={id}>{content.trim()} {tool_calls.length}</p>)}
      <button onClick={() => stop()}>Stop</button>
      <button onClick={again}>Again</button>
      <button onClick={wrong}>Never</button>
    </main>
  );
}
