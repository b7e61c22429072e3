import type { ComponentName } from '../catalog/components.ts';

/** One real use of each component: in the authors’ guide, in the gallery of dev, and in the tests. */
export const EXAMPLES: Readonly<Record<ComponentName, string>> = {
  Steps: '<Steps>\n\n1. Select <Ui>Settings</Ui>.\n\n2. Select <Ui>Premium</Ui>.\n\n</Steps>',
  Callout: '<Callout kind="warning" title="This cannot be undone">\n\nExport your data first.\n\n</Callout>',
  Tabs: '<Tabs>\n<Tab title="On the web">\n\nSelect your picture.\n\n</Tab>\n<Tab title="In the app">\n\nOpen the menu.\n\n</Tab>\n</Tabs>',
  Tab: '<Tabs>\n<Tab title="On the web">\n\nSelect your picture.\n\n</Tab>\n</Tabs>',
  Figure: '<Figure src="./cancel-premium.png" alt="The subscription with its plan. Marker 3 is at the Cancel button." caption="Settings > Premium" />',
  Ui: 'Select <Ui>Settings > Privacy</Ui>.',
  Details: '<Details summary="If your hospital pays for you">\n\nAsk the person who invited you.\n\n</Details>',
};
