// What a name of an element, a selector and the type of an event stand for on the pages. No browser loads it: `make lint-js` checks the scripts by it.

import type {DecideRequest} from "../chatstream/types/client.js";
import type {ChatState, Message} from "../chatstream/types/state.js";
import type {ApprovalCard} from "./static/projects/js/approval-card.js";
import type {AttachmentTray} from "./static/projects/js/attachment-tray.js";
import type {BuildCard} from "./static/projects/js/build-card.js";
import type {ChatComposer} from "./static/projects/js/composer.js";
import type {ChatMessage} from "./static/projects/js/message.js";
import type {ChatPage} from "./static/projects/js/chat-page.js";
import type {ConnectionStatus} from "./static/projects/js/connection-status.js";
import type {EditableTitle} from "./static/projects/js/editable-title.js";
import type {ElapsedTime} from "./static/projects/js/elapsed-time.js";
import type {FormatPicker} from "./static/projects/js/format-picker.js";
import type {MessageList} from "./static/projects/js/message-list.js";
import type {MessageQueue} from "./static/projects/js/message-queue.js";
import type {MessageThoughts} from "./static/projects/js/thoughts.js";
import type {PalettePicker} from "./static/projects/js/palette-picker.js";
import type {PlannedScenes} from "./static/projects/js/planned-scenes.js";
import type {QuestionCard} from "./static/projects/js/question-card.js";
import type {ReplayStage} from "./static/projects/js/replay-stage.js";
import type {SceneEditor} from "./static/projects/js/scene-editor.js";
import type {ShareMenu} from "./static/projects/js/share-menu.js";
import type {StoryboardPreview} from "./static/projects/js/preview.js";
import type {ToolCard} from "./static/projects/js/tool-card.js";
import type {ToolList} from "./static/projects/js/tool-list.js";
import type {VideoExport} from "./static/projects/js/video-export.js";
import type {VideoToolbar} from "./static/projects/js/video-toolbar.js";

declare global {
  interface HTMLElementTagNameMap {
    "approval-card": ApprovalCard;
    "attachment-tray": AttachmentTray;
    "build-card": BuildCard;
    "chat-composer": ChatComposer;
    "chat-message": ChatMessage;
    "chat-page": ChatPage;
    "connection-status": ConnectionStatus;
    "editable-title": EditableTitle;
    "elapsed-time": ElapsedTime;
    "format-picker": FormatPicker;
    "message-list": MessageList;
    "message-queue": MessageQueue;
    "message-thoughts": MessageThoughts;
    "palette-picker": PalettePicker;
    "planned-scenes": PlannedScenes;
    "question-card": QuestionCard;
    "replay-stage": ReplayStage;
    "scene-editor": SceneEditor;
    "share-menu": ShareMenu;
    "storyboard-preview": StoryboardPreview;
    "tool-card": ToolCard;
    "tool-list": ToolList;
    "video-export": VideoExport;
    "video-toolbar": VideoToolbar;
  }

  /** What is found by a selector that does not begin with its name. */
  interface Places {
    "#composer-input": HTMLTextAreaElement;
    ".language": HTMLFormElement;
    ".first-choices :checked": HTMLInputElement;
    ":checked": HTMLInputElement;
    "[data-action=more-projects]": HTMLButtonElement;
    "[data-action=project-menu]": HTMLButtonElement;
    "[data-by='-1']": HTMLButtonElement;
    "[data-by='1']": HTMLButtonElement;
    "[data-follows-video]": HTMLElement & {storyboard: object | null};
    "[data-role=composer]": ChatComposer;
    "[data-role=connection]": ConnectionStatus;
    "[data-role=messages]": MessageList;
    "[data-role=model-picker]": HTMLSelectElement;
    "[data-role=queue]": MessageQueue;
    "[data-role=scrubber]": HTMLInputElement;
    "[data-role=time]": HTMLOutputElement;
    "h1 editable-title": EditableTitle;
  }

  /** The type of what a selector finds. What is not listed is taken to be some element of HTML. */
  type Found<Selector> =
    Selector extends keyof Places ? Places[Selector]
    : Selector extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Selector]
    : Selector extends `${infer Name extends keyof HTMLElementTagNameMap}[${string}` ? HTMLElementTagNameMap[Name]
    : Selector extends `[data-canvas=${string}` ? HTMLOptionElement
    : HTMLElement;

  interface ParentNode {
    querySelector<Selector extends string>(selectors: Selector): Found<Selector> | null;
    querySelectorAll<Selector extends string>(selectors: Selector): NodeListOf<Found<Selector>>;
  }

  interface Element {
    closest<Selector extends string>(selectors: Selector): Found<Selector> | null;
  }

  interface HTMLElement {
    readonly children: HTMLCollectionOf<HTMLElement>;
    readonly firstElementChild: HTMLElement | null;
    readonly lastElementChild: HTMLElement | null;
  }

  // What has the focus and what is pressed is of HTML, too.
  interface Document {
    readonly activeElement: HTMLElement | null;
  }

  interface UIEvent {
    readonly target: HTMLElement | null;
  }

  interface HTMLFormControlsCollection {
    readonly credential?: HTMLInputElement;
    readonly csrfmiddlewaretoken?: HTMLInputElement;
  }

  interface CSSStyleDeclaration {
    setProperty(property: string, value: number): void;
  }

  /** What elements tell each other. */
  interface HTMLElementEventMap {
    "answer-question": CustomEvent<{message: string}>;
    "ask-about": CustomEvent<{sceneId: string; words: string}>;
    "choose-version": CustomEvent<{message: Message; version: Message}>;
    "decide-call": CustomEvent<DecideRequest> & {target: ApprovalCard};
    "discard": CustomEvent<{message: Message}>;
    "draft": CustomEvent<{key: string; change?: (storyboard: object) => object; until?: number}>;
    "look": CustomEvent<{storyboard: object | null}>;
    "send": CustomEvent<{message: string; attachments: object[]}>;
    "send-again": CustomEvent<{message: Message}>;
    "show-version": CustomEvent<{message: Message; version: Message; number: number}>;
    "steer": CustomEvent<{message: string}>;
    "stop-answer": CustomEvent<{message: Message}>;
    "unloaded": CustomEvent<{error: Error; part: string; again: () => void}>;
  }

  interface DocumentEventMap {
    "announce": CustomEvent<{text: string}>;
    "project-renamed": CustomEvent<{id: string; title: string}>;
    "scene-chosen": CustomEvent<{sceneId: string}>;
    "video-note": CustomEvent<{text: string}>;
  }

  var trustedTypes: {
    createPolicy(name: string, rules: {createHTML(text: string): string}): {createHTML(text: string): string};
  };

  /** `leftOutRevision`: of a video that was too large for its frame. */
  interface PageState extends ChatState {
    storyboard: {revision: number; canvas: {width: number; height: number; fps: number}; scenes: {id: string}[]} | null;
    leftOutRevision?: number;
  }

  /** What a message is kept by on the page; one that is not sent has no id. */
  interface MessageKey {
    role: string;
    request_id?: string;
    id?: string;
  }

  /** What a `<chat-message>` is given, with its key; `versions`: of an answer. */
  interface ShownMessage {
    key: string;
    message: MessageKey;
    versions?: MessageKey[];
    isLast?: boolean;
  }

  /** An entry of the outbox as it is shown. */
  interface UnsentView {
    request_id: string;
    message: string;
    attachments?: object[];
    failure?: {code: string; detail: string};
    sent: boolean;
    isLate: boolean;
    isKept: boolean;
  }

  /** What became of a video that was to be kept with its project. */
  interface Kept {
    row?: {url: string};
    refused?: string;
  }
}
