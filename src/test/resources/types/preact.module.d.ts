// What the page uses of preact. Unlike preact's own types, these accept children as arguments of h() where
// the properties of a component require them.
export type Node = unknown;
export type Ref<T> = { current: T };
export class Component<P = any, S = any> {
  constructor(props?: P);
  props: P;
  state: S;
  /** The element of the rendered component: a subclass must not use the name for something else. */
  base?: Element;
  setState(change: Partial<S> | ((state: S, props: P) => Partial<S>), done?: () => void): void;
  forceUpdate(): void;
  render(props?: P, state?: S): Node;
}
export function Fragment(props: { children?: Node }): Node;
export function createRef(): Ref<any>;
export function h(type: any, properties?: Record<string, any> | null, ...children: any[]): any;
export function render(node: Node, parent: Element): void;
