/** What a college must fill in, and no more: an app that Microsoft does not know, and nothing that sends. */
export const leastSettings = {
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_ID: '11111111-2222-4333-8444-555555555555',
  MICROSOFT_APP_PASSWORD: 'not-a-real-secret',
  MICROSOFT_APP_TENANT_ID: '21111111-2222-4333-8444-555555555555',
  SMS_SENDER: 'none',
  MAIL_SENDER: 'none',
  MIS_SENDER: 'none',
};
