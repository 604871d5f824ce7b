-- Two roles and a database, made once by the server's administrator. Neither role can see past row-level security.

-- Owns the tables and brings them up to date; `backcare migrate` uses it, the dashboard never does.
CREATE ROLE backcare_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- What the dashboard connects as. It owns nothing; `backcare migrate` gives it the few rights it needs.
CREATE ROLE backcare_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS CONNECTION LIMIT 60;

CREATE DATABASE backcare OWNER backcare_owner;
REVOKE ALL ON DATABASE backcare FROM PUBLIC;
GRANT CONNECT ON DATABASE backcare TO backcare_app;
