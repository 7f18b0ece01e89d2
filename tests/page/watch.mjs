// What a page does that it should not: words on the console, errors, dialogs, requests for anything but itself.

/** Notes in `wrong` whatever `page` says or asks for; requests for `address` and for `scheme` are its own. */
export function watch(page, address, scheme, wrong) {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      wrong.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => wrong.push(`page error: ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith(scheme)) {
      wrong.push(`request: ${request.url()}`);
    }
  });
}
