-- A neutralized copy must not reach the books: refreshing its tokens would also shut
-- the original out.
UPDATE quickbooks_credential
   SET client_secret = NULL,
       access_token = NULL,
       refresh_token = NULL,
       access_expires_at = NULL,
       refresh_expires_at = NULL,
       hard_expires_at = NULL;

DELETE FROM quickbooks_oauth_state;

-- The identity of no database, so that the connection says that it is a copy.
UPDATE quickbooks_connection
   SET state = 'draft',
       is_live = FALSE,
       wait_until = NULL,
       wait_cause = NULL,
       database_uuid = 'neutralized'
 WHERE realm_id IS NOT NULL;
