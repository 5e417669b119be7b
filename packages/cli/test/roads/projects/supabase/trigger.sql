-- Custom SQL migration file, put your code below! --
CREATE FUNCTION public.make_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO public.profiles (id, email) VALUES (NEW.id, NEW.email);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "make_profile" AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.make_profile();
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.make_profile() TO supabase_auth_admin;
--> statement-breakpoint
GRANT INSERT ON TABLE public.profiles TO supabase_auth_admin;
