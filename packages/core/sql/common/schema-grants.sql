grant usage on schema :"auth" to :"authenticated", :"anonymous";
